using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attesto.Architecture;

/// <summary>The public surface of an assembly as text, in an order that does not depend on the compiler.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] RecordMembers =
        ["Equals", "GetHashCode", "ToString", "PrintMembers", "EqualityContract", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality"];

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetTypes().Where(type => type.IsVisible && !IsGenerated(type)).OrderBy(TypeText.Full, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(TypeText.Full(type)).Append(Bases(type)).Append('\n');
            foreach (var member in Members(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" :
        typeof(Delegate).IsAssignableFrom(type) ? "delegate" :
        type.IsInterface ? "interface" :
        type.IsValueType ? IsRecord(type) ? "record struct" : "struct" :
        (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class");

    private static string Bases(Type type)
    {
        var bases = new List<string>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) && parent != typeof(MulticastDelegate))
        {
            bases.Add(TypeText.Of(parent));
        }

        if (!type.IsEnum && !typeof(Delegate).IsAssignableFrom(type))
        {
            bases.AddRange(type.GetInterfaces()
                .Where(contract => contract.IsVisible && !(contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>)))
                .Select(TypeText.Of).Order(StringComparer.Ordinal));
        }

        return bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [MethodText(type.GetMethod("Invoke")!)];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type);
        }

        var record = IsRecord(type);
        return type.GetMembers(Declared)
            .Where(member => member.Name[0] != '<' && !(record && RecordMembers.Contains(member.Name)))
            .Select(member => member switch
            {
                ConstructorInfo made when IsOpen(made) && !IsCopy(made) => $"new({Parameters(made)})",
                MethodInfo { IsSpecialName: false } method when IsOpen(method) => MethodText(method),
                MethodInfo { IsSpecialName: true } method when IsOpen(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => MethodText(method),
                PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsOpen) => PropertyText(property),
                FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily => FieldText(field),
                EventInfo happening => $"event {TypeText.Of(happening.EventHandlerType!)} {happening.Name}",
                _ => null,
            })
            .OfType<string>();
    }

    private static string MethodText(MethodInfo method)
    {
        var prefix = method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? (method.IsAbstract ? "" : "default ") :
            method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : method.IsVirtual && !method.IsFinal ? "virtual " : "";
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{prefix}{TypeText.Of(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{generics}({Parameters(method)})";
    }

    private static string PropertyText(PropertyInfo property)
    {
        var accessors = new StringBuilder();
        if (property.GetMethod is { } get && IsOpen(get))
        {
            accessors.Append(" get;");
        }

        if (property.SetMethod is { } set && IsOpen(set))
        {
            accessors.Append(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;");
        }

        var any = property.GetMethod ?? property.SetMethod!;
        var prefix = (any.IsStatic ? "static " : any.IsAbstract && !property.DeclaringType!.IsInterface ? "abstract " : "")
            + (property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "");
        var index = property.GetIndexParameters() is { Length: > 0 } keys ? $"[{string.Join(", ", keys.Select(ParameterText))}]" : "";
        return $"{prefix}{TypeText.Of(property.PropertyType, new NullabilityInfoContext().Create(property))} {property.Name}{index} {{{accessors} }}";
    }

    private static string FieldText(FieldInfo field) =>
        field.IsLiteral
            ? $"const {TypeText.Of(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}";

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(ParameterText));

    private static string ParameterText(ParameterInfo parameter) =>
        $"{(parameter.IsOut ? "out " : "")}{TypeText.Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter))} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "");

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static bool IsOpen(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsCopy(ConstructorInfo made) => made.GetParameters() is [{ } only] && only.ParameterType == made.DeclaringType;

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static bool IsGenerated(Type type) => type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
