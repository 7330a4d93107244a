#pragma once

#include "types/acl.h"
#include "ui/models/aclidentifier.h"

#include <QMap>
#include <QPointer>
#include <QWidget>
#include <optional>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace ui
{

/// The single rights of one entry of an ACL as check marks in words, with their letters. What cannot be
/// changed is greyed and says why.
class RightsPane : public QWidget
{
    Q_OBJECT
public:
    struct Entry {
        imap::AclEntry entry{};
        AclWho who{};
        std::optional<imap::GrantableRights> grantable{}; ///< nullopt: not known
        bool newRights = true;                            ///< RFC 4314, not RFC 2086
        QString locked{};                                 ///< why nothing can be changed; empty: it can
    };
    explicit RightsPane(QWidget *parent = nullptr);

    /// Keeps the keyboard where it is if the entry shown is the same.
    void setEntry(const Entry &entry);
    /// From there Tab goes to the first right.
    void setTabAfter(QWidget *widget);
    /// The check mark of a right; null if the right is not shown.
    QCheckBox *box(char right) const { return m_boxes.value(right); }

Q_SIGNALS:
    /// All rights of the entry from now on.
    void rightsChosen(imap::Rights rights);

protected:
    void changeEvent(QEvent *event) override;

private:
    QByteArray letters() const;
    void build(const QByteArray &letters);
    void orderTabs();
    QString lockReason(char right) const;
    QString tieText(char right) const;
    QString notes() const;
    void choose(char right, bool on);
    void mute();

    Entry m_shown;
    QPointer<QWidget> m_tabAfter;
    QByteArray m_letters;
    QLabel *m_name;
    QLabel *m_about;
    QGridLayout *m_grid;
    QLabel *m_notes;
    QMap<char, QCheckBox *> m_boxes;
    QList<QWidget *> m_marks; ///< the letters beside them
};

} // namespace ui
