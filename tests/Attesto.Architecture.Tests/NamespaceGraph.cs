using System.Collections.Immutable;

namespace Attesto.Architecture;

/// <summary>Which namespace of a package uses which: by its usings, which the build keeps to those that are needed, and by what the compiler made of it.</summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _edges = new(StringComparer.Ordinal);

    public ImmutableArray<string> Namespaces => [.. _edges.Keys];

    public static NamespaceGraph Of(string package)
    {
        var graph = new NamespaceGraph();
        var types = House.Assembly(package).GetTypes().Where(type => type.Namespace is not null).ToList();
        foreach (var name in types.Select(type => type.Namespace!).Where(IsOurs))
        {
            graph._edges.TryAdd(name, new(StringComparer.Ordinal));
        }

        foreach (var type in types)
        {
            foreach (var used in References.Of(type).Where(used => used.Assembly == type.Assembly))
            {
                graph.Add(type.Namespace!, used.Namespace, $"{type.Name} uses {used.Name}");
            }
        }

        foreach (var file in House.Sources($"src/{package}"))
        {
            var lines = File.ReadAllLines(file);
            var name = Array.Find(lines, line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';') ?? "";
            foreach (var line in lines.Where(line => line.StartsWith("using Attesto", StringComparison.Ordinal)))
            {
                graph.Add(name, line["using ".Length..].TrimEnd(';'), House.Relative(file));
            }
        }

        return graph;
    }

    /// <summary>The namespaces that one uses itself.</summary>
    public IEnumerable<string> Next(string name) => _edges[name].Keys;

    /// <summary>Each set of namespaces that can all be reached from each other.</summary>
    public IEnumerable<ImmutableArray<string>> Circles() => _edges.Keys
        .Select(name => _edges.Keys.Where(other => other == name || (Reaches(name, other) && Reaches(other, name))).ToImmutableArray())
        .Where(circle => circle.Length > 1)
        .DistinctBy(circle => string.Join(' ', circle));

    /// <summary>The uses that close a circle.</summary>
    public IEnumerable<string> Edges(ImmutableArray<string> circle) =>
        from name in circle
        from next in _edges[name]
        where circle.Contains(next.Key)
        select $"{name} → {next.Key}: {next.Value}";

    public override string ToString() => string.Join(Environment.NewLine, _edges.Select(edge => $"{edge.Key} → {string.Join(", ", edge.Value.Keys)}"));

    private static bool IsOurs(string name) => name.StartsWith("Attesto", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal);

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_edges[from].Keys);
        while (open.TryPop(out var name))
        {
            if (name == to)
            {
                return true;
            }

            if (seen.Add(name))
            {
                foreach (var next in _edges[name].Keys)
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private void Add(string from, string? to, string why)
    {
        if (to is not null && to != from && _edges.ContainsKey(to) && _edges.TryGetValue(from, out var next))
        {
            next.TryAdd(to, why);
        }
    }
}
