#include "net/transportfactory.h"

#include "net/processtransport.h"
#include "net/ssltransport.h"

namespace imap
{

std::unique_ptr<Transport> makeTransport(const ConnectionSettings &settings, QObject *parent)
{
    if (settings.security == ConnectionSettings::Security::Command)
        return std::make_unique<ProcessTransport>(settings, parent);
    return std::make_unique<SslTransport>(settings, parent);
}

} // namespace imap
