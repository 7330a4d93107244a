#pragma once

#include <QWidget>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace ui
{

/// An editor with room for one line of words under it: a hint, or what is wrong with what was typed.
class FormField : public QWidget
{
    Q_OBJECT
public:
    /// `input`: what has the keys, where the editor has more parts than one.
    explicit FormField(QWidget *editor, QWidget *parent = nullptr, QWidget *input = nullptr);

    /// What to give the focus to. It is no focus proxy: that would send Tab back to it.
    QWidget *input() const { return m_input; }

    /// Shown while there is no problem.
    void setHint(const QString &text);
    /// Empty: nothing is wrong. Told to screen readers as the input's description.
    void setProblem(const QString &text);
    QString problem() const { return m_problem; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void showWords();

    QWidget *m_input;
    QWidget *m_line;
    QLabel *m_sign;
    QLabel *m_words;
    QString m_hint;
    QString m_problem;
};

/// Adds a row to a form. The label names `input`, which has the keys in `row`: for screen readers, and for
/// Alt with its letter.
void addFormRow(QFormLayout *form, const QString &label, QWidget *row, QWidget *input);
void addFormRow(QFormLayout *form, const QString &label, FormField *field);

/// A line edit for passwords with a button that shows what was typed.
QWidget *passwordRow(QLineEdit *edit, QWidget *parent);

} // namespace ui
