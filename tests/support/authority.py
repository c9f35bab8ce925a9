"""A certificate authority of the tests' own, so that real TLS is spoken on the loopback and really checked."""

import ssl
from pathlib import Path

import pytest
import trustme


class Authority:
    """Who vouches for `localhost` and 127.0.0.1 in tests and benchmarks, and is known to nobody else."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        """The setting SSL_CERT_FILE of a process that is to trust it."""
        self._authority.cert_pem.write_to_path(self.file)

    def server_context(self, *names: str) -> ssl.SSLContext:
        """What a server of these names shows its visitors, `localhost` and 127.0.0.1 unless others are given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(context)
        return context

    def write_server_certificate(self, file: Path) -> Path:
        """Key and certificate of `localhost` in one file, for a server in another process."""
        made = self._authority.issue_cert("localhost", "127.0.0.1")
        made.private_key_and_cert_chain_pem.write_to_path(file)
        return file

    def client_context(self) -> ssl.SSLContext:
        """What trusts this authority and nobody else."""
        return ssl.create_default_context(cafile=self.file)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority of this test run."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """This test's own process trusts the authority, as a server process does whose SSL_CERT_FILE names it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority
