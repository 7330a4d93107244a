#include "sasl/choosemechanism.h"

#include <array>

namespace imap
{

namespace
{

enum class With { Password, Token, Certificate, Ticket, Nothing };

struct Preference {
    QByteArrayView name;
    With with;
    bool clearText = false;
    bool binds = false;
    bool onlyForced = false;
};

constexpr std::array preferences{
    Preference{.name = "SCRAM-SHA-512-PLUS", .with = With::Password, .binds = true},
    Preference{.name = "SCRAM-SHA-512", .with = With::Password},
    Preference{.name = "SCRAM-SHA-256-PLUS", .with = With::Password, .binds = true},
    Preference{.name = "SCRAM-SHA-256", .with = With::Password},
    Preference{.name = "SCRAM-SHA-1-PLUS", .with = With::Password, .binds = true},
    Preference{.name = "SCRAM-SHA-1", .with = With::Password},
    Preference{.name = "CRAM-MD5", .with = With::Password},
    Preference{.name = "PLAIN", .with = With::Password, .clearText = true},
    Preference{.name = "LOGIN", .with = With::Password, .clearText = true},
    Preference{.name = "DIGEST-MD5", .with = With::Password, .onlyForced = true},
    Preference{.name = "NTLM", .with = With::Password, .onlyForced = true},
    Preference{.name = "OAUTHBEARER", .with = With::Token, .clearText = true},
    Preference{.name = "XOAUTH2", .with = With::Token, .clearText = true},
    Preference{.name = "OAUTH2", .with = With::Token, .clearText = true},
    Preference{.name = "EXTERNAL", .with = With::Certificate},
    Preference{.name = "GSSAPI", .with = With::Ticket, .onlyForced = true},
    Preference{.name = "ANONYMOUS", .with = With::Nothing, .onlyForced = true},
};

bool same(QByteArrayView left, QByteArrayView right)
{
    return left.compare(right, Qt::CaseInsensitive) == 0;
}

bool contains(const QList<QByteArray> &offered, QByteArrayView name)
{
    for (const QByteArray &one : offered) {
        if (same(one, name))
            return true;
    }
    return false;
}

bool isWanted(const Preference &preference, const MechanismWishes &wishes)
{
    if (!wishes.forced.isEmpty())
        return same(wishes.forced, preference.name);
    const With with = wishes.token ? With::Token : wishes.certificate ? With::Certificate : With::Password;
    return preference.with == with && !preference.onlyForced;
}

} // namespace

QList<QByteArray> mechanismOrder(const QList<QByteArray> &offered, const MechanismWishes &wishes)
{
    QList<QByteArray> result;
    for (const Preference &preference : preferences) {
        const bool safe = !preference.clearText || wishes.encrypted || wishes.allowClearText;
        const bool possible = !preference.binds || wishes.canBind;
        if (isWanted(preference, wishes) && safe && possible && contains(offered, preference.name))
            result.append(preference.name.toByteArray());
    }
    return result;
}

bool needsSecret(const QByteArray &mechanism)
{
    for (const Preference &preference : preferences) {
        if (same(mechanism, preference.name))
            return preference.with == With::Password || preference.with == With::Token;
    }
    return true;
}

} // namespace imap
