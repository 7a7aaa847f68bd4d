using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class MigrationTests
{
    [Test]
    public async Task The_database_was_made_by_the_emitted_migration()
    {
        await using var context = TestDatabase.Open();
        Assert.That(await context.Database.GetAppliedMigrationsAsync(), Is.EqualTo(new[] { "20260101000000_AddAttesto" }));
    }

    [Test]
    public void The_emitted_migration_leaves_no_pending_model_change()
    {
        using var context = TestDatabase.Open();
        Assert.That(PendingChanges(context), Is.Empty);
    }

    internal static IEnumerable<string> PendingChanges(AttestoDbContext context)
    {
        var snapshot = context.GetService<IMigrationsAssembly>().ModelSnapshot!.Model;
        var migrated = context.GetService<IModelRuntimeInitializer>().Initialize(((IMutableModel)snapshot).FinalizeModel(), designTime: true);
        var model = context.GetService<IDesignTimeModel>().Model;
        return context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(migrated.GetRelationalModel(), model.GetRelationalModel())
            .Select(operation => operation.GetType().Name);
    }
}
