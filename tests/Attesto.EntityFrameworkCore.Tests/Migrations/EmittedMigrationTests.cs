using Attesto.Tests.Shared;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The migration in the template is generated, never written by hand: <c>dotnet eng/migration.cs</c> renews it.</summary>
public sealed class EmittedMigrationTests
{
    [Test]
    public void The_emitted_migration_is_what_the_model_scaffolds() => Compare("shared", Scaffolding.Migration());

    [Test]
    public void The_emitted_migration_with_people_is_what_both_models_scaffold() => Compare("identity", Scaffolding.MigrationWithPeople());

    [Test]
    public void The_emitted_migration_names_no_column_type()
    {
        foreach (var code in Scaffolding.Migration().Values)
        {
            Assert.That(code, Does.Not.Contain("TEXT").And.Not.Contain("INTEGER").And.Not.Contain("HasColumnType").And.Not.Contain("Sqlite"));
        }
    }

    private static void Compare(string template, IReadOnlyDictionary<string, string> files)
    {
        var folder = Path.Combine(Checkout.Root, "templates", template, "Data", "Migrations");
        if (Environment.GetEnvironmentVariable("ATTESTO_RENEW_MIGRATION") is not null)
        {
            Directory.CreateDirectory(folder);
            files.ToList().ForEach(file => File.WriteAllText(Path.Combine(folder, file.Key), file.Value));
        }

        Assert.Multiple(() =>
        {
            foreach (var (name, code) in files)
            {
                Assert.That(File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n"), Is.EqualTo(code), $"{name}: run dotnet eng/migration.cs");
            }
        });
    }
}
