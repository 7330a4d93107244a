#include "mime/people.h"

#include "mime/cleantext.h"
#include "mime/headertext.h"

#include <QSet>
#include <QUrl>
#include <array>

namespace imap::mime
{

namespace
{

constexpr qsizetype nameLimit = 256;
constexpr qsizetype addressLimit = 320; // RFC 5321 §4.5.3.1: 64 + "@" + 255

/// Hosts and mailboxes that servers put where an address could not be parsed: UW and Cyrus, then Dovecot.
bool isInvented(const QString &part)
{
    return part.startsWith(QLatin1Char('.')) || part == QLatin1String("MISSING_DOMAIN") ||
           part == QLatin1String("MISSING_MAILBOX") || part == QLatin1String("unspecified-domain") ||
           part == QLatin1String("syntax-error") || part == QLatin1String("MISSING_HOST_NAME");
}

QString lineOf(const OptionalBytes &bytes, qsizetype limit)
{
    return bytes ? cleanLine(decodeHeader(*bytes), limit) : QString();
}

QString unquoted(QString name)
{
    const auto wrapped = [&](QChar open, QChar close) {
        return name.size() >= 2 && name.front() == open && name.back() == close;
    };
    while (wrapped(QLatin1Char('"'), QLatin1Char('"')) || wrapped(QLatin1Char('\''), QLatin1Char('\'')))
        name = name.mid(1, name.size() - 2).trimmed();
    QString plain;
    plain.reserve(name.size());
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool escape = name[i] == QLatin1Char('\\') && i + 1 < name.size() &&
                            (name[i + 1] == QLatin1Char('"') || name[i + 1] == QLatin1Char('\\'));
        plain += escape ? name[++i] : name[i];
    }
    return plain;
}

QString addressOf(const Address &address)
{
    QString local = lineOf(address.mailbox, addressLimit);
    const QString host = lineOf(address.host, addressLimit);
    if (isInvented(local))
        local.clear();
    if (host.isEmpty() || isInvented(host))
        return local;
    return local + QLatin1Char('@') + displayDomain(host);
}

Person personOf(const Address &address, const QString &group)
{
    Person person{unquoted(lineOf(address.name, nameLimit)), addressOf(address), group};
    if (person.name.compare(person.address, Qt::CaseInsensitive) == 0)
        person.name.clear();
    return person;
}

/// Index behind the last end of a group among the first `size`: a NIL host before it begins a group. Some
/// servers say NIL for addresses without a domain too, but then no end follows.
qsizetype groupsEnd(const QList<Address> &addresses, qsizetype size)
{
    while (size > 0 && !addresses[size - 1].isGroupEnd())
        --size;
    return size;
}

QList<Person> firstPeople(const QList<Address> &addresses, qsizetype limit)
{
    QList<Person> list;
    const qsizetype size = qMin(addresses.size(), maximumPeople);
    const qsizetype lastEnd = groupsEnd(addresses, size);
    QString group;
    bool inGroup = false;
    bool empty = false;
    for (qsizetype i = 0; i < size && list.size() < limit; ++i) {
        const Address &address = addresses[i];
        // A group cannot hold another, so inside one a NIL host is an address without a domain.
        if (address.isGroupStart() && !inGroup && i < lastEnd) {
            group = unquoted(lineOf(address.mailbox, nameLimit));
            inGroup = empty = true;
        } else if (address.isGroupEnd() && !address.name) {
            if (inGroup && empty && !group.isEmpty())
                list.append(Person{{}, {}, group});
            group.clear();
            inGroup = empty = false;
        } else {
            list.append(personOf(address, group));
            empty = false;
        }
    }
    return list;
}

bool looksLikeAddress(const QString &name)
{
    return name.contains(QLatin1Char('@')) || name.contains(QChar(0xFF20)) || name.contains(QChar(0xFE6B));
}

/// Nothing to see in it: only format characters, fillers and the like.
bool isInvisible(const QString &name)
{
    for (const uint c : name.toUcs4()) {
        const bool filler = c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
        if (QChar::isPrint(c) && !QChar::isSpace(c) && !filler && QChar::category(c) != QChar::Other_Format)
            return false;
    }
    return true;
}

// Scripts that are written together (UTS 39 §5.2), each set as good as one script.
bool mixAllowed(const QSet<QChar::Script> &scripts)
{
    if (scripts.size() <= 1)
        return true;
    const std::array<QSet<QChar::Script>, 3> mixes = {{
        {QChar::Script_Han, QChar::Script_Hiragana, QChar::Script_Katakana, QChar::Script_Latin},
        {QChar::Script_Han, QChar::Script_Bopomofo, QChar::Script_Latin},
        {QChar::Script_Han, QChar::Script_Hangul, QChar::Script_Latin},
    }};
    for (const auto &mix : mixes) {
        if (mix.contains(scripts))
            return true;
    }
    return false;
}

/// Letters of Cyrillic, Greek and Armenian that pass for Latin ones; a label of nothing else is a disguise.
bool isLookAlike(uint c)
{
    return QStringView(u"асԁеһіјӏорԛѕԝхуъьгкмтпνοαιρυκγցհոսօ").contains(QChar(char16_t(c)));
}

bool labelIsSafe(const QString &label)
{
    QSet<QChar::Script> scripts;
    bool disguised = true;
    for (const uint c : label.toUcs4()) {
        if (!QChar::isLetterOrNumber(c) && !QChar::isMark(c) && c != '-' && c != 0xB7 && c != 0x30FB)
            return false;
        const QChar::Script script = QChar::script(c);
        if (script != QChar::Script_Common && script != QChar::Script_Inherited) {
            scripts.insert(script);
            disguised = disguised && isLookAlike(c);
        }
    }
    if (scripts.contains(QChar::Script_Latin) || scripts.isEmpty())
        disguised = false;
    return mixAllowed(scripts) && !disguised;
}

bool isAscii(const QString &text)
{
    for (const QChar c : text) {
        if (c.unicode() >= 0x80)
            return false;
    }
    return true;
}

} // namespace

QString displayDomain(const QString &domain)
{
    const bool ascii = isAscii(domain);
    if (ascii && !domain.contains(QLatin1String("xn--"), Qt::CaseInsensitive))
        return domain;
    const QByteArray ace =
        ascii ? domain.toLatin1().toLower() : QUrl::toAce(domain, QUrl::IgnoreIDNWhitelist);
    if (ace.isEmpty())
        return domain;
    const QString unicode = QUrl::fromAce(ace, QUrl::IgnoreIDNWhitelist);
    if (unicode.isEmpty())
        return QString::fromLatin1(ace);
    for (const QString &label : unicode.split(QLatin1Char('.'))) {
        if (!isAscii(label) && !labelIsSafe(label))
            return QString::fromLatin1(ace);
    }
    return unicode;
}

QString Person::display() const
{
    if (name.isEmpty() || isInvisible(name))
        return address.isEmpty() ? group : address;
    return looksLikeAddress(name) ? full() : name;
}

QString Person::full() const
{
    if (name.isEmpty() || address.isEmpty())
        return name.isEmpty() && address.isEmpty() ? group : name + address;
    return name + QLatin1String(" <") + address + QLatin1Char('>');
}

QList<Person> people(const QList<Address> &addresses)
{
    return firstPeople(addresses, maximumPeople);
}

QString correspondents(const QList<Person> &people, qsizetype shown)
{
    QString text;
    const qsizetype count = qMin(people.size(), shown);
    for (qsizetype i = 0; i < count; ++i)
        text += (i > 0 ? QStringLiteral(", ") : QString()) + people[i].display();
    if (people.size() > count)
        text += QStringLiteral(" +%1").arg(people.size() - count);
    return text;
}

QString correspondents(const QList<Address> &addresses, qsizetype shown)
{
    QString text = correspondents(firstPeople(addresses, shown), shown);
    if (addresses.size() <= shown)
        return text;
    qsizetype all = 0; // counted without decoding: a list may hold thousands
    qsizetype inGroup = 0;
    const qsizetype size = qMin(addresses.size(), maximumPeople);
    const qsizetype lastEnd = groupsEnd(addresses, size);
    bool open = false;
    for (qsizetype i = 0; i < size; ++i) {
        if (addresses[i].isGroupStart() && !open && i < lastEnd) {
            open = true;
            inGroup = 0;
        } else if (addresses[i].isGroupEnd() && !addresses[i].name) {
            all += open && inGroup == 0 ? 1 : 0;
            open = false;
        } else {
            ++all;
            ++inGroup;
        }
    }
    if (all > shown)
        text += QStringLiteral(" +%1").arg(all - shown);
    return text;
}

QString initials(const Person &person)
{
    QString source = person.display();
    if (person.name.isEmpty() || looksLikeAddress(person.name))
        source = person.address.section(QLatin1Char('@'), 0, 0);
    const qsizetype comma = source.indexOf(QLatin1Char(','));
    if (comma > 0) // "Doe, John"
        source = source.mid(comma + 1) + QLatin1Char(' ') + source.left(comma);
    QList<uint> letters;
    bool start = true;
    for (const uint c : source.toUcs4()) {
        if (QChar::isLetterOrNumber(c) && start)
            letters.append(c);
        if (QChar::isLetterOrNumber(c))
            start = false;
        else if (QChar::isSpace(c) || c == '.' || c == '-' || c == '_')
            start = true;
        else if (c == '(' || c == '[') // "Ann (Sales)"
            break;
    }
    if (letters.isEmpty())
        return QStringLiteral("?");
    const QChar::Script script = QChar::script(letters.first());
    const bool ideographs = script == QChar::Script_Han || script == QChar::Script_Hangul ||
                            script == QChar::Script_Hiragana || script == QChar::Script_Katakana;
    QString text;
    text += QChar::fromUcs4(letters.first());
    if (letters.size() > 1 && !ideographs)
        text += QChar::fromUcs4(letters.last());
    return text.toUpper();
}

int colourIndex(const Person &person)
{
    const QString &key = person.address.isEmpty() ? person.name : person.address;
    quint32 hash = 2166136261U; // FNV-1a: qHash is seeded anew in each run
    for (const char c : key.toLower().toUtf8())
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return int((hash ^ (hash >> 16)) % colourCount);
}

} // namespace imap::mime
