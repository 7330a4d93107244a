#pragma once

#include <QLineEdit>

namespace ui
{

/// Where one types what to search. No more: when to search is its owner's business.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);

    /// What is searched, in words; `shortcut` leads here.
    void setPlace(const QString &words, const QString &shortcut);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void escaped();
    /// Return or Down: on to what was found.
    void onward();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace ui
