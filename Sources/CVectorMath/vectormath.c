// The functions are in the header, so that they are compiled for the processor of whoever calls them.
#include "CVectorMath.h"
