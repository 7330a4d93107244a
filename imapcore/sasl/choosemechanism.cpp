#include "sasl/choosemechanism.h"

#include <array>

namespace imap
{

namespace
{

struct Preference {
    const char *name;
    bool clearText;
};

constexpr std::array preferences{
    Preference{"SCRAM-SHA-256", false}, Preference{"SCRAM-SHA-1", false}, Preference{"CRAM-MD5", false},
    Preference{"PLAIN", true},          Preference{"LOGIN", true},
};

bool contains(const QList<QByteArray> &offered, const QByteArray &name)
{
    for (const QByteArray &one : offered) {
        if (one.compare(name, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

QList<QByteArray> mechanismOrder(const QList<QByteArray> &offered, bool encrypted, bool allowClearText,
                                 const QByteArray &forced)
{
    QList<QByteArray> result;
    for (const Preference &preference : preferences) {
        const QByteArray name = preference.name;
        const bool wanted = forced.isEmpty() || forced.compare(name, Qt::CaseInsensitive) == 0;
        const bool safe = !preference.clearText || encrypted || allowClearText;
        if (wanted && safe && contains(offered, name))
            result.append(name);
    }
    return result;
}

} // namespace imap
