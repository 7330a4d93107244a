"""The configuration of a private Dovecot 2.3: everything below one directory, nothing of the system's own instance."""

import base64
import dataclasses
import grp
import hashlib
import hmac
import json
import os
import pathlib
import pwd
import socket
import time

# Name -> password. The last pair holds the characters that make clients stumble.
USERS = {
    "alice": "alice-secret",
    "bob": "bob-secret",
    "carol": "carol-secret",
    "odd@example.org": r'pa"ss\w ord%{*)',
}

SPECIAL_USES = ("Drafts", "Sent", "Trash", "Junk", "Archive")

_TOKEN_KEY = b"postrider-test-signing-key"


@dataclasses.dataclass
class Options:
    """What a caller may choose. Kept in DIR/server.json, so that a restart is the same server again."""

    certificate: str = "good"
    mail_format: str = "sdbox"
    capabilities: str = ""
    minimal: bool = False
    quota: str = "2G"
    prefix: str = ""
    separator: str = "/"
    port_imap: int = 0
    port_imaps: int = 0
    extra: str = ""


@dataclasses.dataclass
class Owners:
    """Which system users the parts of Dovecot run as."""

    mail: str
    mail_group: str
    internal: str
    internal_group: str
    login: str

    @staticmethod
    def of_this_process():
        if os.geteuid() == 0:
            # Neither mail access nor login processes may be root; these users come with dovecot-core.
            for name in ("dovecot", "dovenull"):
                try:
                    pwd.getpwnam(name)
                except KeyError:
                    raise RuntimeError("the system user %s is missing; is dovecot-imapd installed?" % name) from None
            group = grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
            return Owners("nobody", group, "dovecot", grp.getgrgid(pwd.getpwnam("dovecot").pw_gid).gr_name, "dovenull")
        try:
            me = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            raise RuntimeError("Dovecot needs a user name, and user id %d has none" % os.geteuid()) from None
        group = grp.getgrgid(os.getegid()).gr_name
        return Owners(me, group, me, group, me)


def _mailboxes():
    return "\n".join("  mailbox %s {\n    auto = subscribe\n    special_use = \\%s\n  }" % (n, n) for n in SPECIAL_USES)


_BASE = """
base_dir = {dir}/run
state_dir = {dir}/state
instance_name = postrider-test
log_path = {dir}/dovecot.log
protocols = imap
listen = {listen}
default_internal_user = {owners.internal}
default_internal_group = {owners.internal_group}
default_login_user = {owners.login}
first_valid_uid = 1
mail_uid = {owners.mail}
mail_gid = {owners.mail_group}
mail_home = {dir}/home/%u
mail_location = {location}
mail_fsync = never
mail_max_userip_connections = 200
mailbox_list_index = yes
mail_always_cache_fields = flags date.received size.virtual imap.envelope imap.bodystructure hdr.references

ssl = yes
ssl_cert = <{dir}/tls/{options.certificate}.crt
ssl_key = <{dir}/tls/{options.certificate}.key
ssl_ca = <{dir}/tls/ca.crt
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_username_from_cert = yes
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 oauthbearer xoauth2 external anonymous
auth_verbose = yes
auth_failure_delay = 0

passdb {{
  driver = static
  mechanisms = external
  args = nopassword=y
}}
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {dir}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256
  args = scheme=PLAIN username_format=%u {dir}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {dir}/users
}}

service anvil {{
  chroot =
  # Each failed login would delay the next ones from the same address by up to 15 seconds.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {options.port_imap}
  }}
  inet_listener imaps {{
    port = {options.port_imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 300
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
service auth {{
  # With 0666 a mail process may not ask about another user, which shared folders need.
  unix_listener auth-userdb {{
    mode = 0777
  }}
}}
service imap-urlauth {{
  unix_listener token-login/imap-urlauth {{
    mode = 0666
  }}
}}

namespace inbox {{
  inbox = yes
  separator = {options.separator}
  prefix = {options.prefix}
{mailboxes}
}}
"""

_PLUGINS = """
mail_plugins = acl quota notify zlib
mail_attribute_dict = file:%h/attributes
protocol imap {{
  mail_plugins = $mail_plugins imap_acl imap_quota imap_zlib
  imap_metadata = yes
  imap_literal_minus = yes
  imap_idle_notify_interval = 2 mins
  mail_max_userip_connections = 200
}}
namespace shared {{
  type = shared
  separator = {options.separator}
  prefix = Users{options.separator}%%u{options.separator}
  location = {shared_location}
  subscriptions = no
  list = children
}}
namespace public {{
  type = public
  separator = {options.separator}
  prefix = Public{options.separator}
  location = {public_location}
  subscriptions = no
  list = children
}}
plugin {{
  acl = vfile:{dir}/acl-public:cache_secs=1
  acl_shared_dict = file:{dir}/shared/folders
  acl_anyone = allow
  quota = count:Mailbox
  quota_vsizes = yes
  quota_rule = *:storage={options.quota}
  quota_rule2 = *:messages=500000
}}
"""


def _locations(directory, mail_format):
    """Where mail lies: one's own, another user's, the public folders."""
    if mail_format == "maildir":
        return ("maildir:~/Maildir", "maildir:%%h/Maildir:INDEXPVT=~/shared/%%u",
                "maildir:%s/public:INDEXPVT=~/public" % directory)
    return ("%s:~/mail" % mail_format, "%s:%%%%h/mail" % mail_format, "%s:%s/public" % (mail_format, directory))


def listen_addresses():
    """The loopback addresses this machine has; containers often lack the IPv6 one."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return "127.0.0.1, ::1"
    except OSError:
        return "127.0.0.1"


def _token(user, lifetime):
    """A signed JSON web token, which Dovecot checks without asking any other server."""
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    now = int(time.time())
    claims = {"sub": user, "iat": now - 1000000, "nbf": now - 1000000, "exp": now + lifetime, "scope": "mail"}
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return signed + b"." + part(hmac.new(_TOKEN_KEY, signed, hashlib.sha256).digest()) + b"\n"


def _write_users(directory, owners):
    uid, gid = pwd.getpwnam(owners.mail).pw_uid, grp.getgrnam(owners.mail_group).gr_gid
    lines = []
    for name, password in USERS.items():
        home = directory / "home" / name
        home.mkdir(parents=True, exist_ok=True)
        # Carol's mailbox is nearly full from the start: the story of "over quota".
        extra = "userdb_quota_rule=*:storage=1M" if name == "carol" else ""
        lines.append("%s:{PLAIN}%s:%d:%d::%s::%s\n" % (name, password, uid, gid, home, extra))
    # Whom Dovecot takes for who signs in with ANONYMOUS. No password matches a lone asterisk.
    home = directory / "home" / "anonymous"
    home.mkdir(exist_ok=True)
    lines.append("anonymous:{CRYPT}*:%d:%d::%s::\n" % (uid, gid, home))
    (directory / "users").write_text("".join(lines))


def _write_tokens(directory):
    # Dovecot looks the key up under azp/algorithm/key id.
    keys = directory / "oauth" / "keys" / "default" / "HS256"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
    (directory / "oauth" / "alice.token").write_bytes(_token("alice", 864000))
    (directory / "oauth" / "alice.expired").write_bytes(_token("alice", -3600))
    (directory / "oauth2.conf").write_text(
        "introspection_mode = local\n"
        "local_validation_key_dict = fs:posix:prefix=%s/oauth/keys/\n"
        "username_attribute = sub\n"
        "scope = mail\n"
        "openid_configuration_url = https://localhost/.well-known/openid-configuration\n" % directory)


def _write_acl(directory, separator):
    rules = []
    for pattern in ("Public", "Public%s*" % separator):
        rules.append("%s user=alice lrwstipekxa\n%s authenticated lr\n" % (pattern, pattern))
    (directory / "acl-public").write_text("".join(rules))
    (directory / "acl-public").chmod(0o644)


def _write_preauth(directory):
    """Two commands that speak IMAP on stdin and stdout, already signed in."""
    for name, run in (("preauth", 'exec /usr/lib/dovecot/imap -c "%s/dovecot.conf" -u "$user"'),
                      ("preauth-alone", 'USER=$user HOME=%s/home/$user exec /usr/lib/dovecot/imap -c "%s/dovecot.conf"')):
        script = directory / name
        run = run.replace("%s", str(directory))
        script.write_text("#!/bin/sh\nuser=${1:-alice}\n%s 2>>\"%s/preauth.log\"\n" % (run, directory))
        script.chmod(0o755)


def _give(path, owner, group):
    uid, gid = pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid
    os.chown(path, uid, gid)
    for parent, folders, files in os.walk(path):
        for name in folders + files:
            os.chown(os.path.join(parent, name), uid, gid)


def write(directory, options):
    """Writes DIR/dovecot.conf and all it names except the certificates. Returns the file to give to -c."""
    directory = pathlib.Path(directory)
    owners = Owners.of_this_process()
    for name in ("run", "state", "home", "shared", "public"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    for path in (directory, directory / "run", directory / "home"):
        path.chmod(0o755)
    _write_users(directory, owners)
    _write_tokens(directory)
    _write_acl(directory, options.separator)
    _write_preauth(directory)
    location, shared, public = _locations(directory, options.mail_format)
    values = {"dir": directory, "listen": listen_addresses(), "owners": owners, "options": options, "location": location,
              "shared_location": shared, "public_location": public, "mailboxes": _mailboxes()}
    text = _BASE.format(**values)
    if not options.minimal:
        text += _PLUGINS.format(**values)
    if options.capabilities:
        text += "imap_capability = %s\n" % options.capabilities
    if options.extra:
        text += options.extra + "\n"
    config = directory / "dovecot.conf"
    config.write_text(text)
    if os.geteuid() == 0:
        for name in ("home", "shared", "public"):
            _give(directory / name, owners.mail, owners.mail_group)
        for name in ("users", "oauth", "oauth2.conf"):
            _give(directory / name, owners.internal, owners.internal_group)
    return config
