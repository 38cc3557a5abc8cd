import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A server of files on this machine's loopback, which can also break off, be silent and lie.
public final class TestServer: @unchecked Sendable {
  public struct Request: Sendable {
    public let path: String
    /// The first byte that is asked for.
    public let start: Int?
    /// How many requests for this path came before.
    public let earlier: Int
  }

  public struct Reply: Sendable {
    public var status = 200
    public var body: [UInt8] = []
    /// Whether a request for the rest is answered with the rest.
    public var hasRanges = true
    /// So many bytes of the body are sent, then the connection ends, or is silent.
    public var sent: Int?
    public var isSilent = false
    public var hasLength = true
    public var headers: [String] = []

    public init(_ body: [UInt8] = [], status: Int = 200) { (self.body, self.status) = (body, status) }
  }

  private let socket: Int32
  private let answer: @Sendable (Request) -> Reply
  private let lock = NSLock()
  private var counts: [String: Int] = [:]
  private var log: [Request] = []
  private var isClosed = false
  public let address: String

  /// Everything that was asked for.
  public var requests: [Request] { lock.withLock { log } }

  public init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    self.answer = answer
    let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    socket = listener
    var own = sockaddr_in()
    own.sin_family = sa_family_t(AF_INET)
    own.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &own) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRINUSE) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: own.sin_port))/"
    let handle: @Sendable (Int32) -> Void = { [weak self] connection in self?.serve(connection) }
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        let one = connection
        Thread.detachNewThread {
          handle(one)
          close(one)
        }
      }
    }
  }

  deinit { stop() }

  public func stop() {
    lock.withLock {
      if !isClosed {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
      }
      isClosed = true
    }
  }

  private func serve(_ connection: Int32) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return }
      text += String(decoding: buffer[0..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    let path = String(lines[0].split(separator: " ").dropFirst().first ?? "/")
    let start = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
      .flatMap { Int($0.dropFirst(13).prefix { $0.isNumber }) }
    let request = lock.withLock {
      let request = Request(path: path, start: start, earlier: counts[path, default: 0])
      counts[path, default: 0] += 1
      log.append(request)
      return request
    }
    send(answer(request), start, connection)
  }

  private func send(_ reply: Reply, _ start: Int?, _ connection: Int32) {
    var body = reply.body[...]
    var status = reply.status
    var headers = reply.headers
    if status == 200, reply.hasRanges, let start {
      if start >= body.count {
        (status, body) = (416, [])
      } else {
        status = 206
        headers.append("Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)")
        body = body.dropFirst(start)
      }
    }
    if reply.hasLength { headers.append("Content-Length: \(body.count)") }
    let head = "HTTP/1.1 \(status) X\r\nConnection: close\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    write(Array(head.utf8) + body.prefix(reply.sent ?? body.count), connection)
    guard reply.isSilent else { return }
    // Until the other side gives up.
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
  }

  private func write(_ bytes: [UInt8], _ connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }
}
