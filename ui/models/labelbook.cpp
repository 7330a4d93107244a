#include "ui/models/labelbook.h"

#include "ui/models/labels.h"
#include "ui/support/theme.h"

#include <QSettings>

namespace ui
{

namespace
{

constexpr qsizetype LongestKeyword = 60;

bool isSame(const QString &one, const QString &other)
{
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

bool isTaken(const imap::Flag &keyword, const QList<LabelBook::Entry> &entries)
{
    return std::any_of(entries.cbegin(), entries.cend(),
                       [&](const LabelBook::Entry &entry) { return entry.keyword == keyword; });
}

/// A server, or a person with an editor, may have written anything.
bool isKeyword(const QByteArray &word)
{
    return !word.isEmpty() && word.size() <= LongestKeyword &&
           std::all_of(word.cbegin(), word.cend(),
                       [](char c) { return c > ' ' && c < 0x7f && !strchr("(){%*\"\\]", c); });
}

} // namespace

LabelBook &LabelBook::shared()
{
    static LabelBook book;
    return book;
}

QList<LabelBook::Entry> LabelBook::usual()
{
    QList<Entry> entries;
    for (const char *keyword : {"$label1", "$label2", "$label3", "$label4", "$label5"}) {
        const imap::Flag flag(keyword);
        entries << Entry{flag, labelName(flag), labelHue(flag)};
    }
    return entries;
}

void LabelBook::keepIn(QSettings *store)
{
    m_store = store;
    QList<Entry> entries;
    if (!store) {
        entries = usual();
    } else {
        const int count = qMin(store->beginReadArray(QStringLiteral("labels")), MostEntries);
        for (int i = 0; i < count; ++i) {
            store->setArrayIndex(i);
            const QByteArray word = store->value(QStringLiteral("keyword")).toString().toLatin1();
            const QString name = store->value(QStringLiteral("name")).toString();
            const int hue = store->value(QStringLiteral("hue")).toInt();
            if (isKeyword(word) && objection(name, entries).isEmpty() && !isTaken(imap::Flag(word), entries))
                entries << Entry{imap::Flag(word), name.simplified(), qBound(0, hue, hueCount - 1)};
        }
        store->endArray();
        if (count == 0 && !store->value(QStringLiteral("labels/kept")).toBool())
            entries = usual();
    }
    if (entries != m_entries) {
        m_entries = entries;
        Q_EMIT changed();
    }
}

const LabelBook::Entry *LabelBook::find(const imap::Flag &keyword) const
{
    const auto found = std::find_if(m_entries.cbegin(), m_entries.cend(),
                                    [&](const Entry &entry) { return entry.keyword == keyword; });
    return found == m_entries.cend() ? nullptr : &*found;
}

void LabelBook::set(const QList<Entry> &entries)
{
    if (entries == m_entries)
        return;
    m_entries = entries.first(qMin<qsizetype>(entries.size(), MostEntries));
    save();
    Q_EMIT changed();
}

LabelBook::Entry LabelBook::add(const QString &name)
{
    const QString clean = name.simplified().left(LongestName);
    const Entry entry{keywordFor(clean, m_entries), clean, stableHue(clean)};
    set(m_entries + QList<Entry>{entry});
    return entry;
}

QString LabelBook::objection(const QString &name, const QList<Entry> &others)
{
    const QString clean = name.simplified();
    if (clean.isEmpty())
        return tr("A label needs a name.");
    if (clean.size() > LongestName)
        return tr("This name is too long: at most %1 characters.").arg(LongestName);
    for (const Entry &other : others) {
        if (isSame(other.name, clean))
            return tr("There is a label of this name already.");
    }
    return {};
}

imap::Flag LabelBook::keywordFor(const QString &name, const QList<Entry> &entries)
{
    // Without accents, as "Größe" is "Grosse" to whoever has to type it.
    QString plain = name.simplified();
    plain.replace(QChar(0xdf), QLatin1String("ss"));
    QByteArray word;
    const QString apart = plain.normalized(QString::NormalizationForm_KD);
    for (const QChar letter : apart) {
        const char c = letter.toLatin1();
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
            c == '.')
            word += c;
        else if (letter.isSpace() || c == '_' || c == '/')
            word += '_';
    }
    if (word.isEmpty() || word.size() * 2 < plain.size())
        word = "Label"; // nothing of it can be written in ASCII
    word.truncate(LongestKeyword - 4);
    imap::Flag keyword(word);
    for (int number = 2; isTaken(keyword, entries); ++number)
        keyword = imap::Flag(word + QByteArray::number(number));
    return keyword;
}

void LabelBook::save()
{
    if (!m_store)
        return;
    m_store->remove(QStringLiteral("labels"));
    m_store->beginWriteArray(QStringLiteral("labels"), int(m_entries.size()));
    for (int i = 0; i < m_entries.size(); ++i) {
        m_store->setArrayIndex(i);
        m_store->setValue(QStringLiteral("keyword"), QString::fromLatin1(m_entries[i].keyword.name()));
        m_store->setValue(QStringLiteral("name"), m_entries[i].name);
        m_store->setValue(QStringLiteral("hue"), m_entries[i].hue);
    }
    m_store->endArray();
    m_store->setValue(QStringLiteral("labels/kept"), true); // also when none is left
}

} // namespace ui
