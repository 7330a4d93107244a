// Whatever a server says in an exchange, the client answers or refuses with LoginError; it does not tell the
// secret in its errors, and takes no server for proved that did not prove itself.
#include "check.h"
#include "sasl/mechanism.h"
#include "sasl/scrammechanism.h"

#include <array>

using namespace imap;

namespace
{

const QByteArray secret = "pencil-of-the-user";

SaslCredentials credentials()
{
    return {.user = QStringLiteral("user"),
            .secret = Secret(secret),
            .host = QStringLiteral("mail.example.org"),
            .port = 993,
            .vendor = QStringLiteral("vendor"),
            .binding = {.type = "tls-server-end-point", .data = "0123456789abcdef", .serverCan = true}};
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::unique_ptr<SaslMechanism> mechanismOf(uint8_t kind)
{
    // GSSAPI would ask a ticket server.
    static const std::array<QByteArray, 14> names{
        "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS",
        "PLAIN",       "LOGIN",         "CRAM-MD5",      "DIGEST-MD5",       "NTLM",
        "OAUTHBEARER", "XOAUTH2",       "EXTERNAL",      "ANONYMOUS"};
    const QByteArray &name = names[kind % names.size()];
    // A nonce that inputs can know, or no answer of a server would go with it.
    if (name.startsWith("SCRAM"))
        return makeScramMechanism(name, credentials(), "fuzz");
    return makeMechanism(name, credentials());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    // The first octet is the mechanism; the rest are the server's challenges, one a line.
    const QByteArray script(reinterpret_cast<const char *>(data + 1), qsizetype(size) - 1);
    const auto mechanism = mechanismOf(data[0]);
    if (!mechanism)
        return 0;
    // SCRAM's iterations are meant to cost: inputs that ask for a hundred thousand say no more than others.
    if (const qsizetype at = script.indexOf(",i="); at >= 0) {
        const QByteArrayView digits = QByteArrayView(script).sliced(at + 3);
        if (digits.size() > 5 && std::all_of(digits.begin(), digits.begin() + 6, isDigit))
            return -1;
    }
    try {
        mechanism->initialResponse();
        for (const QByteArray &challenge : script.split('\n'))
            mechanism->respond(challenge);
    } catch (const LoginError &error) {
        FUZZ_CHECK(!error.message().contains(QString::fromLatin1(secret)));
    }
    // A signature cannot be guessed.
    if (mechanism->name().startsWith("SCRAM"))
        FUZZ_CHECK(!mechanism->finished());
    return 0;
}
