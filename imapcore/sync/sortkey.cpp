#include "sync/sortkey.h"

#include "mime/headertext.h"
#include "mime/maildate.h"
#include "mime/people.h"

#include <algorithm>
#include <array>

namespace imap
{

namespace
{

constexpr qsizetype KeyOctets = 64; ///< more of two subjects nobody compares
constexpr size_t RunItems = 4096;

QByteArray numberKey(quint64 number)
{
    QByteArray key(8, Qt::Uninitialized);
    for (int i = 7; i >= 0; --i, number >>= 8)
        key[i] = char(number & 0xff);
    return key;
}

/// Letters without case and accents; what stands in front of the first letter or digit does not count.
QByteArray textKey(const QString &text)
{
    const auto first = std::find_if(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
    QString plain = first == text.cend() ? text : text.sliced(first - text.cbegin());
    plain.truncate(KeyOctets);
    if (std::all_of(plain.cbegin(), plain.cend(), [](QChar c) { return c.unicode() < 0x80; }))
        return plain.toLatin1().toLower();
    plain = plain.normalized(QString::NormalizationForm_KD);
    plain.removeIf([](QChar c) { return c.isMark(); });
    return plain.toCaseFolded().toUtf8().left(KeyOctets);
}

QByteArray personKey(const QList<Address> &first, const QList<Address> &second, const QList<Address> &third)
{
    const QList<Address> &list = !first.isEmpty() ? first : !second.isEmpty() ? second : third;
    // A group begins with its name.
    const QList<mime::Person> people = mime::people(list.first(qMin<qsizetype>(2, list.size())));
    return people.isEmpty() ? QByteArray() : textKey(people.first().display());
}

/// Behind it stands a colon, perhaps after a count: "Re[2]:".
constexpr std::array answerWords{
    QLatin1String("re"), QLatin1String("fw"),  QLatin1String("fwd"), QLatin1String("aw"),
    QLatin1String("wg"), QLatin1String("sv"),  QLatin1String("vs"),  QLatin1String("vb"),
    QLatin1String("tr"), QLatin1String("rv"),  QLatin1String("rif"), QLatin1String("r"),
    QLatin1String("i"),  QLatin1String("odp"), QLatin1String("ynt"), QLatin1String("ref"),
};

/// Octets of "Re:", "Fwd[3]:" with the spaces behind, or 0.
qsizetype answerPrefix(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    constexpr qsizetype longest = 12;
    if (colon <= 0 || colon > longest)
        return 0;
    QStringView word = text.first(colon).trimmed();
    if (const qsizetype bracket = word.indexOf(u'['); bracket > 0 && word.endsWith(u']'))
        word = word.first(bracket).trimmed();
    const bool known = std::any_of(answerWords.begin(), answerWords.end(), [word](QLatin1String one) {
        return word.compare(one, Qt::CaseInsensitive) == 0;
    });
    if (!known)
        return 0;
    qsizetype end = colon + 1;
    while (end < text.size() && text[end].isSpace())
        ++end;
    return end;
}

/// Octets of "[list] " where something stands behind it, or 0.
qsizetype blob(QStringView text)
{
    if (!text.startsWith(u'['))
        return 0;
    qsizetype end = text.indexOf(u']');
    if (end < 0 || text.sliced(1, end - 1).contains(u'['))
        return 0;
    for (++end; end < text.size() && text[end].isSpace();)
        ++end;
    return end < text.size() ? end : 0;
}

} // namespace

BaseSubject baseSubject(const QString &decoded)
{
    BaseSubject base;
    const QString simple = decoded.simplified();
    QStringView text(simple);
    while (text.endsWith(QLatin1String("(fwd)"), Qt::CaseInsensitive)) {
        text = text.chopped(5).trimmed();
        base.isAnswer = true;
    }
    for (;;) {
        if (const qsizetype prefix = answerPrefix(text)) {
            text = text.sliced(prefix);
            base.isAnswer = true;
        } else if (const qsizetype tag = blob(text)) {
            text = text.sliced(tag);
        } else {
            break;
        }
    }
    base.text = text.toString();
    return base;
}

QByteArray sortKey(Arrangement::By by, const MessageSummary &message)
{
    const Envelope &envelope = message.envelope;
    switch (by) {
    case Arrangement::By::Arrival:
        return numberKey(message.uid.value);
    case Arrangement::By::Date:
        // Dates before 1970 sort in front.
        return numberKey(quint64(mime::writtenDate(message).toMSecsSinceEpoch()) ^ (quint64(1) << 63));
    case Arrangement::By::Size:
        return numberKey(message.size);
    case Arrangement::By::From:
        return personKey(envelope.from, envelope.sender, {});
    case Arrangement::By::To:
        return personKey(envelope.to, envelope.cc, envelope.bcc);
    case Arrangement::By::Subject:
        return textKey(baseSubject(mime::decodeHeader(envelope.subject.value_or(QByteArray()))).text);
    }
    return {};
}

void KeySorter::add(Uid uid, const QByteArray &key)
{
    Item item{0, 0, uid.value};
    for (qsizetype i = 0; i < 8; ++i)
        item.prefix = item.prefix << 8 | (i < key.size() ? quint8(key[i]) : 0u);
    if (key.size() > 8) {
        item.rest = quint32(m_rest.size());
        const qsizetype length = qMin(key.size() - 8, KeyOctets);
        m_rest.append(char(length));
        m_rest.append(key.constData() + 8, length);
    }
    m_items.push_back(item);
    if (m_items.size() - (m_runs.empty() ? 0 : m_runs.back()) >= RunItems)
        closeRun();
}

bool KeySorter::isLess(const Item &a, const Item &b) const
{
    if (a.prefix != b.prefix)
        return a.prefix < b.prefix;
    const auto rest = [this](const Item &item) {
        return QByteArrayView(m_rest).sliced(item.rest + 1, quint8(m_rest[item.rest]));
    };
    if (a.rest != b.rest) {
        const int order =
            std::memcmp(rest(a).data(), rest(b).data(), size_t(qMin(rest(a).size(), rest(b).size())));
        if (order != 0 || rest(a).size() != rest(b).size())
            return order != 0 ? order < 0 : rest(a).size() < rest(b).size();
    }
    return a.uid < b.uid;
}

void KeySorter::closeRun()
{
    const size_t begin = m_runs.empty() ? 0 : m_runs.back();
    if (begin == m_items.size())
        return;
    std::sort(m_items.begin() + qsizetype(begin), m_items.end(),
              [this](const Item &a, const Item &b) { return isLess(a, b); });
    m_runs.push_back(m_items.size());
}

/// Merges two neighbouring runs; at the end of the row of runs the next round begins.
bool KeySorter::step()
{
    closeRun();
    if (m_runs.size() < 2)
        return false;
    if (m_at == 0) {
        m_merged.clear();
        m_merged.reserve(m_items.size());
        m_next.clear();
    }
    const auto item = [this](size_t at) { return m_items.begin() + qsizetype(at); };
    const size_t begin = m_at == 0 ? 0 : m_runs[m_at - 1];
    const size_t middle = m_runs[m_at];
    const size_t end = m_at + 1 < m_runs.size() ? m_runs[m_at + 1] : middle;
    std::merge(item(begin), item(middle), item(middle), item(end), std::back_inserter(m_merged),
               [this](const Item &a, const Item &b) { return isLess(a, b); });
    m_next.push_back(end);
    m_at += 2;
    if (m_at < m_runs.size())
        return true;
    m_items.swap(m_merged);
    m_runs.swap(m_next);
    m_at = 0;
    return m_runs.size() > 1;
}

QList<quint32> KeySorter::take()
{
    while (step()) {
    }
    m_merged = {};
    m_rest.clear();
    QList<quint32> uids;
    uids.reserve(qsizetype(m_items.size()));
    for (const Item &item : m_items)
        uids.append(item.uid);
    *this = KeySorter();
    return uids;
}

} // namespace imap
