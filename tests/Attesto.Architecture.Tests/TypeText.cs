using System.Reflection;

namespace Attesto.Architecture;

/// <summary>A type as a reader of C# writes it, nullability included.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(double)] = "double",
    };

    public static string Of(Type type) => Of(type, nullability: null);

    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Of(inner)}?";
        }

        var mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        return type.IsArray ? $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}" : $"{Named(type, nullability)}{mark}";
    }

    /// <summary>Namespace, declaring types and name.</summary>
    public static string Full(Type type) => $"{type.Namespace}.{Named(type, nullability: null)}";

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        if (Words.TryGetValue(type, out var word))
        {
            return word;
        }

        var name = type.IsGenericParameter || type.DeclaringType is not { } outer ? type.Name : $"{Named(outer, nullability: null)}.{type.Name}";
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0 || !type.IsGenericType)
        {
            return name;
        }

        var arguments = type.GetGenericArguments();
        var texts = arguments.Select((argument, index) =>
            Of(argument, nullability?.GenericTypeArguments is { } known && index < known.Length ? known[index] : null));
        return $"{name[..tick]}<{string.Join(", ", texts)}>";
    }
}
