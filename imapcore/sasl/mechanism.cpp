#include "sasl/mechanism.h"

#include "sasl/gsaslmechanism.h"

namespace imap
{

std::unique_ptr<SaslMechanism> makeMechanism(const QByteArray &name, const SaslCredentials &credentials)
{
    return makeGsaslMechanism(name, credentials);
}

} // namespace imap
