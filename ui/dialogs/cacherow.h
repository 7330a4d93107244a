#pragma once

#include "types/cachelimits.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace ui
{

class FormField;

/// How much of an account's mail may be kept on this computer and how long, what is kept now, and a button
/// that empties it.
class CacheRow : public QWidget
{
    Q_OBJECT
public:
    explicit CacheRow(QWidget *parent = nullptr);

    void setLimits(const imap::CacheLimits &limits);
    /// As chosen; what has no place here stays as it was set.
    imap::CacheLimits limits() const;

    /// What is kept now: from then on it can be emptied.
    void setUsage(const imap::CacheUsage &usage);
    /// Emptying is under way.
    void setBusy();
    void setProblem(const QString &text);

Q_SIGNALS:
    void edited();
    /// Pressed, and agreed to.
    void emptyAsked();

private:
    void askFirst();

    imap::CacheLimits m_limits;
    FormField *m_field;
    QComboBox *m_size;
    QComboBox *m_age;
    QPushButton *m_empty;
};

} // namespace ui
