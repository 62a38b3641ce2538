"""A relay on loopback: what comes back from the other end arrives late, as over a long way."""
import asyncio
import threading


class SlowLink:
    """Relays connections to `port` to `target`, from loopback to loopback; answers take `delay_s` longer. For a `with`."""

    def __init__(self, target: int, delay_s: float):
        self._target, self._delay_s = target, delay_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> "SlowLink":
        self._thread.start()
        begun = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._relay, "127.0.0.1", 0), self._loop)
        self._server = begun.result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:  # nobody listens yet: whoever dialled tries again
            writer.close()
            return
        try:
            await asyncio.gather(self._pass(reader, far_writer, 0), self._pass(far_reader, writer, self._delay_s))
        except asyncio.CancelledError:
            pass  # the end of the link; the server's own callback asks for no result of a cancelled task
        finally:
            writer.close()
            far_writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay_s: float):
        loop, late = asyncio.get_running_loop(), asyncio.Queue()

        async def deliver():
            while True:
                due, data = await late.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not data:
                    return writer.close()
                writer.write(data)

        delivery = asyncio.create_task(deliver())
        try:
            while True:
                data = await reader.read(1 << 16)
                late.put_nowait((loop.time() + delay_s, data))
                if not data:
                    return await delivery
        except ConnectionError:
            writer.close()
        finally:
            delivery.cancel()
