#include "commands/command.h"

namespace imap
{

void requireCapability(const Capabilities &capabilities, QByteArrayView capability, QByteArrayView command)
{
    if (!capabilities.has(capability))
        throw CapabilityError(QStringLiteral("the server does not offer %1").arg(QLatin1String(capability)),
                              command.toByteArray());
}

} // namespace imap
