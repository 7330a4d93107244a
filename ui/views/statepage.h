#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui
{

/// A calm page in place of content: a sign, a few words, perhaps one thing to do.
class StatePage : public QWidget
{
    Q_OBJECT
public:
    explicit StatePage(QWidget *parent = nullptr);

    struct Words {
        QString iconName;
        QString title;
        QString text;    ///< may be empty
        QString details; ///< technical, as a tooltip; may be empty
        QString action;  ///< the button; empty: none
    };
    void setWords(const Words &words);
    QString title() const;
    QString text() const;

Q_SIGNALS:
    void acted();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void paintSign();
    void fitSign();

    QString m_iconName;
    QLabel *m_sign;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_action;
};

/// Grey lines where text will be.
class Skeleton : public QWidget
{
    Q_OBJECT
public:
    explicit Skeleton(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
