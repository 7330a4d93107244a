#pragma once

#include <QDate>
#include <QFrame>

class QCalendarWidget;

namespace ui
{

/// Asks for a day, with a small calendar over the window that goes when something else is clicked. Deletes
/// itself when it closes.
class DateChooser : public QFrame
{
    Q_OBJECT
public:
    /// `day` is marked at first; days after `last` cannot be chosen.
    DateChooser(const QString &title, QDate day, QDate last, QWidget *window);

    void open();

Q_SIGNALS:
    void chosen(QDate day);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(QDate day);

    QCalendarWidget *m_calendar;
};

} // namespace ui
