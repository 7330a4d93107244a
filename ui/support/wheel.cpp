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
    explicit WheelGuard(QWidget *box)
        : QObject(box)
        , m_box(box)
    {
        // Both have Qt::WheelFocus by themselves: the first turn would give the focus, the second the value.
        box->setFocusPolicy(Qt::StrongFocus);
        box->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Wheel || m_box->hasFocus())
            return QObject::eventFilter(watched, event);
        event->ignore(); // so that it goes to what the box is in
        return true;
    }

private:
    QWidget *m_box;
};

} // namespace

void letWheelScroll(QWidget *content)
{
    for (QComboBox *box : content->findChildren<QComboBox *>())
        new WheelGuard(box);
    for (QAbstractSpinBox *box : content->findChildren<QAbstractSpinBox *>())
        new WheelGuard(box);
}

} // namespace ui
