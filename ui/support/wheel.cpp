#include "ui/support/wheel.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>

namespace ui
{

namespace
{

class WheelGuard : public QObject
{
public:
    WheelGuard(QWidget *box, bool always)
        : QObject(box)
        , m_box(box)
        , m_always(always)
    {
        // Both have Qt::WheelFocus by themselves: the first turn would give the focus, the second the value.
        box->setFocusPolicy(Qt::StrongFocus);
        box->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Wheel || (m_box->hasFocus() && !m_always))
            return QObject::eventFilter(watched, event);
        event->ignore(); // so that it goes to what the box is in
        return true;
    }

private:
    QWidget *m_box;
    const bool m_always;
};

void guard(QWidget *content, bool always)
{
    for (QComboBox *box : content->findChildren<QComboBox *>())
        new WheelGuard(box, always);
    for (QAbstractSpinBox *box : content->findChildren<QAbstractSpinBox *>())
        new WheelGuard(box, always);
}

} // namespace

void letWheelScroll(QWidget *content)
{
    guard(content, false);
}

void letWheelOnlyScroll(QWidget *content)
{
    guard(content, true);
}

} // namespace ui
