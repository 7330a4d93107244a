#pragma once

#include "types/envelope.h"

#include <QList>
#include <QString>

namespace imap::mime
{

/// Somebody in an address list, as people read it. All three are clean single lines and may be empty.
struct Person {
    QString name;
    QString address; ///< local@domain; the domain in Unicode where that cannot be mistaken for another
    QString group;   ///< the RFC 5322 group it stands in; alone, if the group has no members

    /// The shortest honest text: the name, or the address where there is none. A name that looks like an
    /// address itself, or that hides its letters, is followed by the real address.
    QString display() const;
    /// "Name <address>", or what there is of it.
    QString full() const;
    bool operator==(const Person &) const = default;
};

/// More than this many entries of one list are not looked at.
inline constexpr qsizetype maximumPeople = 5000;

/// The people in a list of ENVELOPE: names decoded (RFC 2047) and unquoted, groups resolved, hosts that
/// servers invent for broken addresses left out. Any thread.
QList<Person> people(const QList<Address> &addresses);

/// For a row of a list: "Ann", "Ann, Bob", "Ann, Bob, Cid +4". At most `shown` names are decoded and
/// shown. Empty for an empty list.
QString correspondents(const QList<Address> &addresses, qsizetype shown = 3);
QString correspondents(const QList<Person> &people, qsizetype shown = 3);

/// One or two capital letters for a picture; "?" if there is no letter or digit at all.
QString initials(const Person &person);

inline constexpr int colourCount = 12;
/// 0..11, the same for the same address (or name) in every run and on every machine.
int colourIndex(const Person &person);

/// The domain as it may be shown: Unicode if each label is of one script (or of a mix that a language
/// needs) and does not consist of look-alikes of Latin letters; else as "xn--" (RFC 5890).
QString displayDomain(const QString &domain);

} // namespace imap::mime
