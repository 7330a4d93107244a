#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui
{

/// A line of words in a dialog on what was done, with Undo, or on what went wrong; hidden while there is
/// nothing to say.
class NoticeLine : public QWidget
{
    Q_OBJECT
public:
    explicit NoticeLine(QWidget *parent = nullptr);

    /// Instead of the number of an entry: something that the dialog itself can take back.
    static constexpr quint64 OwnDeed = ~quint64(0);

    /// `undoes`: what Undo takes back, 0 for nothing.
    void say(const QString &words, quint64 undoes = 0);
    /// What went wrong, with a sign in front; `details` as a tooltip.
    void complain(const QString &words, const QString &details = {});
    void clear();
    QString words() const;
    /// What Undo takes back; 0: it is not offered.
    quint64 undoes() const { return m_operation; }

Q_SIGNALS:
    void undoWanted(quint64 operation);

protected:
    void changeEvent(QEvent *event) override;

private:
    void show(const QString &words, const QString &details, bool complains, quint64 undoes);
    void paintSign();

    QLabel *m_sign;
    QLabel *m_words;
    QPushButton *m_undo;
    quint64 m_operation = 0;
};

} // namespace ui
