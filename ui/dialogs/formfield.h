#pragma once

#include <QWidget>

class QLabel;

namespace ui
{

/// An editor with room for one line of words under it: a hint, or what is wrong with what was typed.
class FormField : public QWidget
{
    Q_OBJECT
public:
    explicit FormField(QWidget *editor, QWidget *parent = nullptr);

    QWidget *editor() const { return m_editor; }

    /// Shown while there is no problem.
    void setHint(const QString &text);
    /// Empty: nothing is wrong. Told to screen readers as the editor's description.
    void setProblem(const QString &text);
    QString problem() const { return m_problem; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void showWords();

    QWidget *m_editor;
    QWidget *m_line;
    QLabel *m_sign;
    QLabel *m_words;
    QString m_hint;
    QString m_problem;
};

/// A line edit for passwords with a button that shows what was typed.
QWidget *passwordRow(class QLineEdit *edit, QWidget *parent);

} // namespace ui
