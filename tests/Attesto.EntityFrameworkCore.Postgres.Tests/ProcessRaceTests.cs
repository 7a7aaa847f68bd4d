using System.Diagnostics;
using System.Globalization;
using HostNamespace.Data;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Three real processes on one PostgreSQL, four requests each, all at the same instant.</summary>
public sealed class ProcessRaceTests
{
    private const int Nodes = 3;
    private const int Items = 40;

    private static readonly string[] Kinds = ["code", "rotation", "device", "consent", "pushed", "replay", "key"];

    [Test]
    public Task Nothing_is_spent_twice_by_three_processes() => RaceAsync(TestDatabase.ConnectionString);

    [Test]
    public Task Nothing_is_spent_twice_by_three_processes_at_serializable() => RaceAsync(TestDatabase.ConnectionString + TestDatabase.Serializable);

    private static async Task RaceAsync(string connection)
    {
        var run = Secret.NewId();
        await PrepareAsync(run);
        var nodes = Enumerable.Range(0, Nodes).Select(_ => Start(connection, run)).ToList();
        foreach (var node in nodes)
        {
            Assert.That(await node.StandardOutput.ReadLineAsync(), Is.EqualTo("ready"));
        }

        var start = TimeProvider.System.GetUtcNow().AddMilliseconds(300).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        nodes.ForEach(node => node.StandardInput.WriteLine(start));
        var won = await Task.WhenAll(nodes.Select(node => node.StandardOutput.ReadToEndAsync()));
        nodes.ForEach(node => node.Dispose());

        var winners = won.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Trim()).ToList();
        TestContext.Out.WriteLine(
            $"{Kinds.Length * Items * Nodes * 4} attempts on {Kinds.Length * Items} items by {Nodes} processes: {winners.Count} won, "
            + $"{winners.Count - winners.Distinct(StringComparer.Ordinal).Count()} spent twice");
        Assert.That(winners, Is.EquivalentTo(Kinds.SelectMany(kind => Enumerable.Range(0, Items).Select(item => $"{run}-{kind}-{item}"))));
        Assert.That(won.Count(text => text.Length > 0), Is.GreaterThan(1), "one process alone won everything: that was no race");
    }

    private static Process Start(string connection, string run)
    {
        var racer = Path.Combine(AppContext.BaseDirectory, "Attesto.EntityFrameworkCore.Racer.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [racer, connection, run])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static async Task PrepareAsync(string run)
    {
        await using var context = TestDatabase.Open();
        var until = TimeProvider.System.GetUtcNow().AddMinutes(10);
        for (var item = 0; item < Items; item++)
        {
            GrantId GrantOf(string name) => new(new Guid(Convert.FromHexString(TokenHash.Of(name).Value).AsSpan(0, 16)));
            TokenHash Hash(string kind) => TokenHash.Of($"{run}-{kind}-{item}");
            var authorization = Everything.NewAuthorization();
            await new EfAuthorizationCodeStore<AttestoDbContext>(context, TimeProvider.System).AddAsync(Everything.NewCode() with { Hash = Hash("code") }, default);
            await new EfGrantStore<AttestoDbContext>(context, TimeProvider.System).AddAsync(
                Everything.NewGrant() with { Authorization = authorization with { GrantId = GrantOf($"{run}-rotation-{item}") } }, default);
            var devices = new EfDeviceCodeStore<AttestoDbContext>(context, TimeProvider.System);
            await devices.AddAsync(new DeviceCode
            {
                Hash = Hash("device"),
                UserCode = Hash("user"),
                ClientId = "tv",
                Scope = Attesto.ScopeSet.Empty,
                RequestedAt = until,
                ExpiresAt = until
            }, default);
            await devices.ApproveAsync(Hash("user"), authorization, default);
            await new EfConsentGrantStore<AttestoDbContext>(context, TimeProvider.System).AddAsync(new ConsentGrant(Hash("consent"), "binding", until), default);
            await new EfPushedRequestStore<AttestoDbContext>(context).AddAsync(
                new PushedRequest { Hash = Hash("pushed"), ClientId = "app", Parameters = RequestParameters.None, ExpiresAt = until }, default);
        }
    }
}
