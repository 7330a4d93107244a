#pragma once

#include <QWidget>

class QSettings;
class QSplitter;

namespace ui
{

/// Folders, list and reader side by side, list above reader, or one at a time; by itself according to the
/// width unless chosen. Remembers the sizes of each arrangement.
class PaneLayout : public QWidget
{
    Q_OBJECT
public:
    enum class Choice { Automatic, Wide, Stacked, ListOnly };
    enum class Arrangement { Wide, Stacked, ListOnly };

    PaneLayout(QWidget *folders, QWidget *list, QWidget *reader, QWidget *parent = nullptr);

    void setChoice(Choice choice);
    Choice choice() const { return m_choice; }
    Arrangement arrangement() const { return m_arrangement; }

    void setFoldersShown(bool shown);
    bool foldersShown() const { return m_foldersShown; }

    /// In ListOnly: the reader in place of the list, or back.
    void setReading(bool reading);
    bool isReading() const { return m_reading; }

    void save(QSettings &store) const;
    void restore(QSettings &store);

    /// What a width gets when nobody chose.
    static Arrangement arrangementFor(int width);

Q_SIGNALS:
    void arrangementChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void arrange();
    void applySizes();
    void keepSizes();

    QWidget *m_folders;
    QWidget *m_list;
    QWidget *m_reader;
    QSplitter *m_outer;
    QSplitter *m_inner;
    Choice m_choice = Choice::Automatic;
    Arrangement m_arrangement = Arrangement::Wide;
    bool m_foldersShown = true;
    bool m_reading = false;
    bool m_ready = false;
    bool m_shown = false;
    int m_folderWidth = 240;
    int m_listWidth = 420;
    int m_listHeight = 320;
};

} // namespace ui
