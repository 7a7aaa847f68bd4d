using System.Runtime.Versioning;
using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Who can read a file that the host makes.</summary>
[UnsupportedOSPlatform("windows"), Platform(Exclude = "Win")]
public sealed class SqliteFileTests
{
    private string _folder = "";

    [SetUp]
    public void Begin() => _folder = Directory.CreateTempSubdirectory("attesto-file-").FullName;

    [TearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase("new/test.db", Description = "the folder is made too")]
    [TestCase(".attesto/test.db", Description = "the template's folder is there")]
    public async Task A_new_file_is_its_owners_alone(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".attesto"));
        var file = Path.Combine(_folder, name);
        await MigrateAsync(file);

        var parts = Directory.GetFiles(Path.GetDirectoryName(file)!).Select(part => ModeOf(part));
        Assert.That(parts, Is.Not.Empty.And.All.EqualTo("600"));
        Assert.That(ModeOf(Path.GetDirectoryName(file)!), Is.EqualTo("700"));
    }

    [Test]
    public async Task A_new_file_still_keeps_a_write_ahead_log()
    {
        await MigrateAsync(Path.Combine(_folder, "test.db"));
        await using var context = Host(Path.Combine(_folder, "test.db")).GetRequiredService<AttestoDbContext>();
        Assert.That(await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(), Is.EqualTo("wal"));
    }

    [Test]
    public async Task A_file_and_a_folder_that_were_there_stay_as_they_are()
    {
        var file = Path.Combine(_folder, "test.db");
        await File.WriteAllBytesAsync(file, []);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await MigrateAsync(file);
        Assert.That(ModeOf(file), Is.EqualTo("640"));
    }

    private static async Task MigrateAsync(string file)
    {
        await using var context = Host(file).GetRequiredService<AttestoDbContext>();
        await context.Database.MigrateAsync();
    }

    private static string ModeOf(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static ServiceProvider Host(string file) => new ServiceCollection()
        .AddDbContext<AttestoDbContext>(options => options.UseSqlite($"Data Source={file}"), ServiceLifetime.Transient)
        .AddAttestoEntityFrameworkStores<AttestoDbContext>()
        .BuildServiceProvider();
}
