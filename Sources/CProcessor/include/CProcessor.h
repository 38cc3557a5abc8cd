/// What this processor can run, by the compiler's own run-time check (which also asks whether the operating system
/// saves the wide registers).
#pragma once

int hk_supports_v3(void);
int hk_supports_v4(void);

/// How many processors this process may run on.
int hk_processor_count(void);
