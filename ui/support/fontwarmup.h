#pragma once

#include <QFont>
#include <QObject>
#include <QString>
#include <QTimer>
#include <vector>

namespace ui
{

/// The first text in a script that the font lacks costs a search through all fonts of the computer, for each
/// weight and size: a mailbox with Japanese, Arabic and pictures in it stops the window for a noticeable
/// moment when it is first drawn. This does the search before, in steps of a few milliseconds, while the
/// server is still being reached. Where a script's fonts take megabytes, only for those who read it. GUI
/// thread.
class FontWarmup : public QObject
{
    Q_OBJECT
public:
    explicit FontWarmup(QObject *parent = nullptr);

    /// Begins with the sizes and weights that lists and letters use of `font`. `scale` is the screen's.
    void start(const QFont &font, qreal scale);
    bool isDone() const { return m_next == m_steps.size(); }
    /// How much there is to do in all.
    size_t stepCount() const { return m_steps.size(); }

Q_SIGNALS:
    void done();

private:
    struct Step {
        QFont font;
        QString words;
    };
    void step();

    std::vector<Step> m_steps;
    size_t m_next = 0;
    qreal m_scale = 1;
    QTimer m_timer;
};

} // namespace ui
