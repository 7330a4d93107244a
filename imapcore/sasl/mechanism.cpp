#include "sasl/mechanism.h"

#include "sasl/gsaslmechanism.h"
#include "sasl/oauthmechanism.h"
#include "sasl/scrammechanism.h"
#include "sasl/simplemechanisms.h"

namespace imap
{

std::unique_ptr<SaslMechanism> makeMechanism(const QByteArray &name, const SaslCredentials &credentials)
{
    if (auto scram = makeScramMechanism(name, credentials))
        return scram;
    for (const auto make : {makeOAuthMechanism, makeSimpleMechanism}) {
        if (auto mechanism = make(name, credentials))
            return mechanism;
    }
    return makeGsaslMechanism(name, credentials);
}

} // namespace imap
