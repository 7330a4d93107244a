#pragma once

#include "mime/people.h"

#include <QLabel>
#include <QWidget>

namespace ui
{

/// "To" and the people behind it, as chips; more than a few behind "and 12 more".
class PeopleLine : public QWidget
{
    Q_OBJECT
public:
    explicit PeopleLine(const QString &label, QWidget *parent = nullptr);

    void setPeople(const QList<imap::mime::Person> &people);
    /// How many chips there are now; for those behind "more" see isFolded().
    int shown() const { return m_shown; }
    bool isFolded() const { return m_folded; }
    void unfold();

private:
    void fill();

    QLabel *m_label;
    QWidget *m_chips;
    QList<imap::mime::Person> m_people;
    int m_shown = 0;
    bool m_folded = true;
};

} // namespace ui
