"""A relay that stands between the agent and the coordinator and counts what the agent sends: the wire, framing included."""
import contextlib
import socket
import threading


class ByteCounter(contextlib.AbstractContextManager):
    def __init__(self, port: int):
        """Passes connections on to `port` of this machine; refuses them while nothing listens there."""
        self.target = port
        self.bytes = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                agent, _ = self._listener.accept()
                try:
                    coordinator = socket.create_connection(("127.0.0.1", self.target))
                except OSError:
                    agent.close()
                    continue
                threading.Thread(target=self._pass, args=(agent, coordinator, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(coordinator, agent, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if counted:
                    self.bytes += len(data)
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
