#pragma once

#include "types/flag.h"

#include <QList>
#include <QObject>
#include <optional>

class QSettings;

namespace ui
{

/// What a person calls their labels, which colour each has, and in which order they stand: the first nine
/// have keys. A label is a keyword (RFC 9051 §2.3.2) that the server keeps; its name and colour are known
/// here alone. GUI thread; one book for the program.
class LabelBook : public QObject
{
    Q_OBJECT
public:
    static constexpr int MostEntries = 200;
    static constexpr int LongestName = 40;

    struct Entry {
        imap::Flag keyword;
        QString name;
        int hue = 0; ///< for ui::labelColors
        bool operator==(const Entry &) const = default;
    };

    static LabelBook &shared();

    /// Reads the book from `store`'s array "labels" and keeps it there from now on. Without one it has the
    /// five labels that many programs share. `store` must outlive the book's use; null: kept nowhere.
    void keepIn(QSettings *store);

    const QList<Entry> &entries() const { return m_entries; }
    const Entry *find(const imap::Flag &keyword) const;
    /// All at once, in this order: as a person left the dialog.
    void set(const QList<Entry> &entries);
    /// A new label at the end, with a keyword that none of the others has.
    Entry add(const QString &name);

    /// What is wrong with `name` as the name of a label beside `others`, in words; empty: nothing.
    static QString objection(const QString &name, const QList<Entry> &others);
    /// A keyword for a name: an atom of RFC 9051 that tells people something in other programs, and that is
    /// not among `entries`.
    static imap::Flag keywordFor(const QString &name, const QList<Entry> &entries);
    static QList<Entry> usual();

Q_SIGNALS:
    /// Names, colours or order are others.
    void changed();

private:
    void save();

    QSettings *m_store = nullptr;
    QList<Entry> m_entries = usual();
};

} // namespace ui
