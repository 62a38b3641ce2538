"""Certificates for tests, made by openssl: an authority, and what it signs."""
import pathlib
import ssl
import subprocess


class Authority:
    def __init__(self, directory: pathlib.Path, name: str):
        self.directory = directory / name
        self.directory.mkdir()
        self.certificate = str(self.directory / "ca.pem")
        self._key = str(self.directory / "ca.key")
        self._openssl("req", "-x509", *_NEW_KEY, "-keyout", self._key, "-out", self.certificate, "-days", "30", "-subj",
                      f"/CN={name}")

    def sign(self, name: str, subjects: str = "DNS:localhost,IP:127.0.0.1", days: int = 30) -> tuple[str, str]:
        """Returns (certificate, key), PEM files. Negative days: it has expired."""
        certificate, key, request, extensions = (str(self.directory / f"{name}.{kind}") for kind in ("pem", "key", "csr", "ext"))
        pathlib.Path(extensions).write_text(f"subjectAltName={subjects}\n")
        self._openssl("req", *_NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self._openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
                      "-days", str(days), "-extfile", extensions, "-out", certificate)
        return certificate, key

    def serve(self, certificate: str, key: str, client_authority: str | None = None) -> ssl.SSLContext:
        """For a server; with an authority it asks its clients for certificates."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if client_authority is not None:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(client_authority)
        return context

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
