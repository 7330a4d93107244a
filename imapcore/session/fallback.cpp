#include "session/fallback.h"

namespace imap
{

bool refusesForm(const CommandError &error)
{
    static const QList<QByteArray> otherReasons{
        "NOPERM",      "NONEXISTENT", "ALREADYEXISTS", "OVERQUOTA",           "LIMIT",           "INUSE",
        "UNAVAILABLE", "SERVERBUG",   "CONTACTADMIN",  "AUTHORIZATIONFAILED", "PRIVACYREQUIRED", "EXPIRED",
    };
    return !otherReasons.contains(error.code().name);
}

} // namespace imap
