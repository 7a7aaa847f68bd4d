using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore;

/// <summary>Makes a new SQLite file readable by its owner only, before SQLite makes it readable by everybody: whoever reads it reads codes, sessions and keys.</summary>
internal sealed class SqliteFile : DbConnectionInterceptor
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private SqliteFile()
    {
    }

    public static SqliteFile Interceptor { get; } = new();

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Create(connection, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Create(connection, eventData);
        return new(result);
    }

    private static void Create(DbConnection connection, ConnectionEventData opening)
    {
        if (OperatingSystem.IsWindows() || opening.Context is not { } context || Dialect.Of(context) is not SqliteDialect
            || connection.DataSource is not { Length: > 0 } path || path[0] is ':' || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || File.Exists(path) || OpensOnly(connection.ConnectionString))
        {
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder, FolderMode);
            if (Path.GetFileName(folder) is ['.', ..])
            {
                File.SetUnixFileMode(folder, FolderMode); // a hidden folder that was there is the application's own, such as the template's .attesto
            }
        }

        try
        {
            new FileStream(path, new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = FileMode }).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }

    // EF Core asks so whether the database is there.
    private static bool OpensOnly(string connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }.TryGetValue("Mode", out var mode)
        && (string)mode is var text && !text.Equals("ReadWriteCreate", StringComparison.OrdinalIgnoreCase);
}
