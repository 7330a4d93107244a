#pragma once

#include <QLabel>
#include <QLineEdit>
#include <functional>

namespace ui
{

/// Edits a name in its place in a view. What is wrong with it is said below while it is typed, and Return
/// does not take it then.
class NameEditor : public QLineEdit
{
    Q_OBJECT
public:
    /// `problemOf` is a sentence about what was typed, or empty.
    NameEditor(std::function<QString(const QString &)> problemOf, QWidget *viewport);

    QString problem() const { return m_problem; }

protected:
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void judge();
    void place();

    std::function<QString(const QString &)> m_problemOf;
    QString m_problem;
    QLabel *m_words; ///< beside this, in the viewport
};

} // namespace ui
