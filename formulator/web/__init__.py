"""Web app: thin Streamlit views over the engine."""
