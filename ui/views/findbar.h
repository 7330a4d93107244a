#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QTextEdit;

namespace ui
{

/// Finds in the text of one view while it is typed; Return goes on, Shift+Return back, Escape closes.
class FindBar : public QFrame
{
    Q_OBJECT
public:
    explicit FindBar(QTextEdit *view, QWidget *parent = nullptr);

    void open();
    void close();
    void findNext();
    void findPrevious();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void find(bool backward, bool fromHere);

    QTextEdit *m_view;
    QLineEdit *m_text;
    QLabel *m_state;
};

} // namespace ui
