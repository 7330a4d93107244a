"""Throwaway certificates: one CA and, signed by it, what a mail client must accept and what it must refuse.

make(directory) leaves there, as NAME.crt and NAME.key:

    ca          the authority a test trusts
    good        localhost, 127.0.0.1, ::1; valid now
    wronghost   valid now, but for elsewhere.example
    expired     localhost, ran out in 2021
    selfsigned  localhost, signed by itself
    client      for SASL EXTERNAL, names the user alice

Elliptic curve keys, so that all of it takes a fraction of a second.
"""

import os
import pathlib
import subprocess

SERVER_NAMES = ("good", "wronghost", "expired", "selfsigned")

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = localhost
[ca]
default_ca = authority
[authority]
dir = {directory}/authority
database = $dir/index.txt
serial = $dir/serial
new_certs_dir = $dir
certificate = {directory}/ca.crt
private_key = {directory}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[here]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1
[elsewhere]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:elsewhere.example
[person]
basicConstraints = CA:FALSE
extendedKeyUsage = clientAuth
"""


def _openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError("openssl %s failed:\n%s" % (arguments[0], done.stderr))


def _key(path):
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)


def make(directory):
    """Makes the certificates, unless they are there already."""
    directory = pathlib.Path(directory).resolve()
    if (directory / "complete").exists():
        return
    (directory / "authority").mkdir(parents=True, exist_ok=True)
    (directory / "authority" / "index.txt").write_text("")
    (directory / "authority" / "serial").write_text("1000\n")
    config = directory / "openssl.cnf"
    config.write_text(_CONFIG.format(directory=directory))

    def self_signed(name, subject, section):
        _key(directory / (name + ".key"))
        _openssl("req", "-x509", "-new", "-config", config, "-extensions", section, "-subj", subject, "-days", 1825,
                 "-key", directory / (name + ".key"), "-out", directory / (name + ".crt"))

    def signed(name, subject, section, *dates):
        _key(directory / (name + ".key"))
        request = directory / (name + ".csr")
        _openssl("req", "-new", "-config", config, "-subj", subject, "-key", directory / (name + ".key"), "-out", request)
        _openssl("ca", "-batch", "-notext", "-config", config, "-extensions", section, "-in", request,
                 "-out", directory / (name + ".crt"), *(dates or ("-days", 820)))
        request.unlink()

    old = os.umask(0o077)
    try:
        self_signed("ca", "/CN=Postrider test authority", "root")
        self_signed("selfsigned", "/CN=localhost", "here")
        signed("good", "/CN=localhost", "here")
        signed("wronghost", "/CN=elsewhere.example", "elsewhere")
        signed("expired", "/CN=localhost", "here", "-startdate", "20200101000000Z", "-enddate", "20210101000000Z")
        signed("client", "/CN=alice", "person")
    finally:
        os.umask(old)
    for certificate in directory.glob("*.crt"):
        certificate.chmod(0o644)
    directory.chmod(0o755)
    (directory / "complete").touch()
