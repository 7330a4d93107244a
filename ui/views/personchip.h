#pragma once

#include "mime/people.h"

#include <QAbstractButton>

namespace ui
{

/// Paints the round picture with somebody's initials, in a colour that stays the same for the address.
void paintInitials(QPainter *painter, const QRectF &circle, const imap::mime::Person &person,
                   const QPalette &palette, const QFont &font);

/// Somebody: a round picture with initials, the name, and what can be done with the address in a menu.
class PersonChip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit PersonChip(const imap::mime::Person &person, QWidget *parent = nullptr);

    const imap::mime::Person &person() const { return m_person; }
    /// Without the small picture, beside a large one; then the address stands behind the name.
    void setFull(bool full);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    void copyAddress();

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void showMenu(const QPoint &position);

    QString address() const; ///< shown behind the name, or empty

    imap::mime::Person m_person;
    bool m_full = false;
};

/// The large round picture beside the sender.
class Portrait : public QWidget
{
    Q_OBJECT
public:
    explicit Portrait(QWidget *parent = nullptr);
    void setPerson(const imap::mime::Person &person);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    imap::mime::Person m_person;
};

} // namespace ui
