using Attesto.Tests.Shared;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The migration in the template is generated, never written by hand: <c>dotnet eng/migration.cs</c> renews it.</summary>
public sealed class EmittedMigrationTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "templates", "shared", "Data", "Migrations");

    [Test]
    public void The_emitted_migration_is_what_the_model_scaffolds()
    {
        var files = Scaffolding.Migration();
        if (Environment.GetEnvironmentVariable("ATTESTO_RENEW_MIGRATION") is not null)
        {
            Directory.CreateDirectory(Folder);
            files.ToList().ForEach(file => File.WriteAllText(Path.Combine(Folder, file.Key), file.Value));
        }

        Assert.Multiple(() =>
        {
            foreach (var (name, code) in files)
            {
                Assert.That(File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n"), Is.EqualTo(code), $"{name}: run dotnet eng/migration.cs");
            }
        });
    }

    [Test]
    public void The_emitted_migration_names_no_column_type()
    {
        foreach (var code in Scaffolding.Migration().Values)
        {
            Assert.That(code, Does.Not.Contain("TEXT").And.Not.Contain("INTEGER").And.Not.Contain("HasColumnType").And.Not.Contain("Sqlite"));
        }
    }
}
