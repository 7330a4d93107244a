#include "ui/dialogs/datechooser.h"

#include "ui/support/metrics.h"

#include <QCalendarWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QTextCharFormat>
#include <QVBoxLayout>

namespace ui
{

DateChooser::DateChooser(const QString &title, QDate day, QDate last, QWidget *window)
    : QFrame(window, Qt::Popup)
    , m_calendar(new QCalendarWidget(this))
{
    setObjectName(QStringLiteral("dateChooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(title);
    auto *words = new QLabel(title, this);
    words->setFont(semibold(font()));
    m_calendar->setObjectName(QStringLiteral("calendar"));
    m_calendar->setMaximumDate(last);
    m_calendar->setSelectedDate(qMin(day, last));
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    m_calendar->setGridVisible(false);
    m_calendar->setFirstDayOfWeek(locale().firstDayOfWeek());
    // Saturdays and Sundays in the text's colour: red says that something is wrong.
    for (const Qt::DayOfWeek weekend : {Qt::Saturday, Qt::Sunday}) {
        QTextCharFormat format;
        format.setForeground(palette().color(QPalette::Text));
        m_calendar->setWeekdayTextFormat(weekend, format);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(words);
    layout->addWidget(m_calendar);
    connect(m_calendar, &QCalendarWidget::clicked, this, &DateChooser::choose);
    connect(m_calendar, &QCalendarWidget::activated, this, &DateChooser::choose);
    // The calendar would begin to edit the date at a key press, which nobody asked for.
    m_calendar->setDateEditEnabled(false);
    const auto parts = m_calendar->findChildren<QWidget *>();
    for (QWidget *part : parts)
        part->installEventFilter(this);
}

void DateChooser::open()
{
    const QWidget *window = parentWidget()->window();
    resize(sizeHint());
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, window->height() / 8)));
    show();
    m_calendar->setFocus();
}

void DateChooser::choose(QDate day)
{
    // A double click is a click and an activation; it is one choice.
    if (!isVisible())
        return;
    close();
    Q_EMIT chosen(day);
}

bool DateChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
