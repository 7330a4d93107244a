#include "losingdisk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QList>
#include <sqlite3.h>

namespace
{

struct Change {
    qint64 at = 0;
    QByteArray bytes;        ///< of a write
    bool isTruncate = false; ///< to `at`
};

struct FileState {
    QByteArray synced;
    QList<Change> pending;
};

struct Disk {
    sqlite3_vfs shim{};
    sqlite3_vfs *real = nullptr;
    QHash<QByteArray, FileState> files; ///< by path
    qint64 room = std::numeric_limits<qint64>::max();
    int syncs = 0;
};

Disk *disk = nullptr;

/// What SQLite holds for an open file; the real file lies behind it.
struct File {
    sqlite3_file base;
    char *path; ///< of a file that matters; null for temporary ones
    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
};

File *fileOf(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file);
}

void apply(QByteArray &content, const Change &change)
{
    if (change.isTruncate) {
        content.truncate(change.at);
        return;
    }
    if (content.size() < change.at + change.bytes.size())
        content.append(change.at + change.bytes.size() - content.size(), '\0');
    content.replace(change.at, change.bytes.size(), change.bytes);
}

void note(File *file, Change change)
{
    if (file->path)
        disk->files[file->path].pending.append(std::move(change));
}

int closeFile(sqlite3_file *file)
{
    const int code = fileOf(file)->real()->pMethods
                         ? fileOf(file)->real()->pMethods->xClose(fileOf(file)->real())
                         : SQLITE_OK;
    sqlite3_free(fileOf(file)->path);
    fileOf(file)->path = nullptr;
    return code;
}
int readFile(sqlite3_file *file, void *to, int count, sqlite3_int64 at)
{
    return fileOf(file)->real()->pMethods->xRead(fileOf(file)->real(), to, count, at);
}
int writeFile(sqlite3_file *file, const void *from, int count, sqlite3_int64 at)
{
    sqlite3_file *real = fileOf(file)->real();
    sqlite3_int64 size = 0;
    real->pMethods->xFileSize(real, &size);
    const qint64 growth = qMax<qint64>(0, at + count - size);
    if (growth > disk->room)
        return SQLITE_FULL;
    const int code = real->pMethods->xWrite(real, from, count, at);
    if (code == SQLITE_OK) {
        disk->room -= growth;
        note(fileOf(file), {at, QByteArray(static_cast<const char *>(from), count), false});
    }
    return code;
}
int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    note(fileOf(file), {size, {}, true});
    return fileOf(file)->real()->pMethods->xTruncate(fileOf(file)->real(), size);
}
int syncFile(sqlite3_file *file, int)
{
    ++disk->syncs;
    if (const char *path = fileOf(file)->path) {
        FileState &state = disk->files[path];
        for (const Change &change : std::as_const(state.pending))
            apply(state.synced, change);
        state.pending.clear();
    }
    return SQLITE_OK;
}
int fileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    return fileOf(file)->real()->pMethods->xFileSize(fileOf(file)->real(), size);
}
int lockFile(sqlite3_file *file, int level)
{
    return fileOf(file)->real()->pMethods->xLock(fileOf(file)->real(), level);
}
int unlockFile(sqlite3_file *file, int level)
{
    return fileOf(file)->real()->pMethods->xUnlock(fileOf(file)->real(), level);
}
int checkLock(sqlite3_file *file, int *held)
{
    return fileOf(file)->real()->pMethods->xCheckReservedLock(fileOf(file)->real(), held);
}
int control(sqlite3_file *file, int what, void *argument)
{
    return fileOf(file)->real()->pMethods->xFileControl(fileOf(file)->real(), what, argument);
}
int sectorSize(sqlite3_file *file)
{
    return fileOf(file)->real()->pMethods->xSectorSize(fileOf(file)->real());
}
int characteristics(sqlite3_file *file)
{
    return fileOf(file)->real()->pMethods->xDeviceCharacteristics(fileOf(file)->real());
}

// Version 1: without memory maps and shared memory, which would go past this.
const sqlite3_io_methods methods{1,        closeFile,  readFile,        writeFile,  truncateFile,
                                 syncFile, fileSize,   lockFile,        unlockFile, checkLock,
                                 control,  sectorSize, characteristics, nullptr,    nullptr,
                                 nullptr,  nullptr,    nullptr,         nullptr};

int openFile(sqlite3_vfs *, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
{
    File *mine = fileOf(file);
    mine->base.pMethods = nullptr;
    mine->path = nullptr;
    const int code = disk->real->xOpen(disk->real, name, mine->real(), flags, outFlags);
    if (code != SQLITE_OK)
        return code;
    mine->base.pMethods = &methods;
    if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))) {
        mine->path = sqlite3_mprintf("%s", name);
        if (!disk->files.contains(name)) {
            QFile there(QFile::decodeName(name));
            there.open(QIODevice::ReadOnly);
            disk->files[name].synced = there.readAll();
        }
    }
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs *, const char *name, int syncDirectory)
{
    disk->files.remove(name);
    return disk->real->xDelete(disk->real, name, syncDirectory);
}

} // namespace

LosingDisk::LosingDisk()
{
    Q_ASSERT(!disk);
    disk = new Disk;
    disk->real = sqlite3_vfs_find(nullptr);
    disk->shim = *disk->real;
    disk->shim.pNext = nullptr;
    disk->shim.zName = "losing";
    disk->shim.szOsFile = int(sizeof(File)) + disk->real->szOsFile;
    disk->shim.xOpen = openFile;
    disk->shim.xDelete = deleteFile;
    sqlite3_vfs_register(&disk->shim, 1);
}

LosingDisk::~LosingDisk()
{
    sqlite3_vfs_unregister(&disk->shim);
    sqlite3_vfs_register(disk->real, 1);
    delete disk;
    disk = nullptr;
}

void LosingDisk::losePower(const QString &from, const QString &to, QRandomGenerator &random) const
{
    constexpr qsizetype sector = 512;
    for (auto file = disk->files.cbegin(); file != disk->files.cend(); ++file) {
        const QFileInfo info(QFile::decodeName(file.key()));
        if (info.absolutePath() != QDir(from).absolutePath())
            continue;
        QByteArray content = file->synced;
        for (Change change : file->pending) {
            if (random.bounded(2) == 0)
                continue;
            if (random.bounded(8) == 0 && change.bytes.size() > sector)
                change.bytes.truncate(random.bounded(int(change.bytes.size() / sector)) * sector);
            apply(content, change);
        }
        QFile out(QDir(to).filePath(info.fileName()));
        if (out.open(QIODevice::WriteOnly))
            out.write(content);
    }
}

void LosingDisk::setRoom(qint64 octets)
{
    disk->room = octets;
}

int LosingDisk::takeSyncs()
{
    return std::exchange(disk->syncs, 0);
}
