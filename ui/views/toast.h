#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QToolButton;

namespace ui
{

/// What just happened, with Undo, at the bottom of the window for five seconds. There is one at a time: the
/// next takes its place. Stays while the pointer is on it.
class Toast : public QFrame
{
    Q_OBJECT
public:
    /// Lies over `window`, which it follows when that is resized.
    explicit Toast(QWidget *window);

    /// `undo` may be empty; then there is no button.
    void say(const QString &text, std::function<void()> undo = {});
    void dismiss();
    void setDuration(int milliseconds) { m_timer.setInterval(milliseconds); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    QLabel *m_words;
    QString m_text; ///< all of it, also where the window is too narrow
    QToolButton *m_undo;
    QToolButton *m_close;
    QTimer m_timer;
    std::function<void()> m_action;
};

} // namespace ui
