// The bundler writes an imported stylesheet beside the script.
declare module '*.css';
